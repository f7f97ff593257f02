"""Published sums of films: every source apart, doubts and bounds marked, nothing filled in."""

import pandas as pd
import pytest

from analysis import datasets, films


@pytest.fixture(scope="module")
def published():
    return films.published(
        datasets.films(), datasets.film_money(), datasets.claims(), datasets.box_office()
    )


def test_every_sum_of_the_list_is_kept(published):
    listed = datasets.film_money()
    listed = listed[listed["film_id"] != "the-mummy-2017"]  # not set in space: data/films.csv
    money = listed[~listed["measure"].str.startswith("state_support")]
    others = published[published["film_id"] != "the-challenge-2023"]
    assert len(others) == len(money)


def test_sources_of_apollo_13_stand_apart(published):
    # FiveThirtyEight and The Numbers 65, IMDb and Wikipedia 52 million dollars: data/film_money.csv
    ours = published[(published["film"] == "Apollo 13") & (published["measure"] == "budget")]
    assert sorted(ours["low"]) == [52e6, 52e6, 65e6, 65e6]
    assert (ours["low"] == ours["high"]).all()


def test_bounds_have_one_end(published):
    # Ernst, 17 April 2023: less than a billion roubles; EAIS: more than 905 million
    ours = published[published["film"] == "The Challenge"].set_index("said_by")
    assert pd.isna(ours.loc["Konstantin Ernst", "low"]).all()
    assert ours.loc["EAIS", "as_said"] == "more than 905 million RUB"
    assert pd.isna(ours.loc["EAIS", "high"])


def test_a_sum_told_in_round_numbers_says_so(published):
    # data/claims.csv, c089 and c090: "about" 15 million dollars, "at least" 16.
    ours = published[published["film"] == "The Challenge"]
    said = dict(zip(ours["said_by"], ours["as_said"], strict=True))

    assert said["Al-Araby Al-Jadeed"] == "about 15 million USD"
    assert said["CelebMezzo, after Russian media"] == "at least 16 million USD"
    assert said["Rossiyskaya Gazeta"] == "about 2,100 million RUB"


def test_takings_counted_by_date_give_one_sum(published):
    # About 2.1 billion roubles by the end of 2023: Rossiyskaya Gazeta, 28 December 2023
    # https://rg.ru/amp/2023/12/28/film-teshcha-stal-samoj-kassovoj-komediej-goda-v-rossii.html
    ours = published[(published["film"] == "The Challenge") & (published["reach"] == "home")]
    assert ours["low"].tolist() == [2.1e9]


def test_each_word_of_doubt_marks_something():
    notes = datasets.film_money()["note"].dropna()
    for words in films.DOUBTS:
        assert notes.str.startswith(words).any(), words


def test_what_is_wrong_by_its_own_note_is_doubtful(published):
    # TMDB files the American takings of Deep Impact as those of the world.
    ours = published[(published["film"] == "Deep Impact") & published["is_doubtful"]]
    assert ours["said_by"].tolist() == ["TMDB"]


def test_budgets_are_moved_from_the_year_before(published):
    worth = {("USD", 1994): 2.0, ("USD", 1995): 1.0}
    ours = films.valued(published[published["film"] == "Apollo 13"], worth)
    by_measure = ours.groupby("measure")["high_mln"].max()
    assert by_measure["budget"] == pytest.approx(130.0)
    assert by_measure["takings"] == pytest.approx(355.237933)


def test_money_without_a_rate_stays_blank(published):
    # More than 36 million yuan: there is no rate of the yuan in data/.
    pairs = films.moneys(published)
    assert {currency for currency, _ in pairs} == {"USD", "RUB"}
    ours = films.valued(published[published["film"] == "Shenzhou 13"], dict.fromkeys(pairs, 1.0))
    assert ours[["low_mln", "high_mln"]].isna().all(axis=None)
    assert "more than 36 million CNY" in set(ours["as_said"])


def test_a_sum_that_one_source_gives_once_is_listed_once(published):
    # The Numbers, 12 May 2023, is known by way of TASS and of Mir 24.
    ours = published[published["film"] == "The Challenge"]

    assert (ours["said_by"] == "The Numbers").sum() == 1


def test_a_source_is_named_for_the_page_that_it_links_to(published):
    # data/claims.csv: c088 stands at mc.bk55.ru, c077 in AFP's story of 20 April 2023.
    ours = published[published["film"] == "The Challenge"]
    linked = dict(zip(ours["source_url"], ours["source"], strict=True))
    ernst = ours[ours["said_by"] == "Konstantin Ernst"]["source"]

    assert linked["https://mc.bk55.ru/news/article/26893"] == "mc.bk55.ru, after Wikipedia"
    assert "Konstantin Ernst, in AFP, 20 April 2023" in set(ernst)


def test_a_copy_of_an_encyclopedia_is_named(published):
    # data/film_money.csv: Gravity's sums were read at a copy, those of The Martian at Wikipedia.
    read = published.set_index("film")["source"]

    assert "Wikipedia (English) via askwikinow.com" in set(read["Gravity"])
    assert "Wikipedia (English)" in set(read["The Martian"])


def test_one_source_has_one_name(published):
    # data/claims.csv: "Wikipedia" for The Challenge; data/film_money.csv: "Wikipedia (English)".
    whole = films.usable(published)
    names = whole.loc[whole["said_by"].str.startswith("Wikipedia"), "said_by"]

    assert set(names) == {"Wikipedia (English)"}


def test_a_range_names_the_million_once(published):
    # data/film_money.csv: Wikipedia has 80 to 130 million dollars for Gravity.
    assert "80 to 130 million USD" in set(published["as_said"])


def test_films_that_are_not_set_in_space_are_left_out(published):
    # data/films.csv: of The Mummy one scene is weightless, of Yolki 5 a segment is on the station.
    catalogue = datasets.films()
    said = films.only_partly(catalogue, ["Yolki 5", "Gravity", "The Mummy"])

    assert "The Mummy" not in set(published["film"])
    assert "Yolki 5" in set(published["film"])
    assert said.startswith(" Yolki 5: a segment of three to four minutes is set on the space ")
    assert said.count(":") == 1


def test_takings_of_the_world_that_are_those_at_home_are_doubtful(published):
    # data/film_money.csv: Deep Impact, Mission to Mars, Event Horizon, Solaris and SpaceCamp.
    takings = published[published["measure"] == "takings"]
    home, world = (takings[takings["reach"] == reach] for reach in ("home", "world"))
    both = world.merge(home[["film", "low", "currency"]], on=["film", "low", "currency"])

    assert both["film"].nunique() == 5
    assert both["is_doubtful"].all()


def test_films_whose_method_is_known_have_who_says_so():
    table = films.made(datasets.films(), ["Gravity", "Moon"]).set_index("film")

    assert table.index.tolist() == ["Gravity"]  # nobody names the method of Moon
    assert table.loc["Gravity", "further_methods"] == "rig, wires"
    assert table["source_url"].str.startswith("https://").all()


def test_sums_that_cannot_be_compared_are_told(published):
    # data/film_money.csv: the only budget of Space Station 3D is doubtful.
    said = films.left_out(published, ["Space Station 3D", "Stowaway"])

    assert said.startswith(" Left out as doubtful: Space Station 3D, budget of 1 million USD by")
    assert films.left_out(published, ["Stowaway"]) == ""
    # and of Shenzhou 13 two papers have more than 36 and more than 40 million yuan.
    bounds = films.left_out(published, ["Shenzhou 13"])
    assert bounds.startswith(" Left out as a mere bound: Shenzhou 13, takings of more than 36")


def test_a_name_is_explained_only_where_it_occurs(published):
    by_film = {name: films.explained(rows) for name, rows in published.groupby("film")}

    assert "EAIS: the Unified" in by_film["The Challenge"]
    assert "EAIS" not in by_film["Apollo 13"]
    assert "movie-stats: a collection" in by_film["Apollo 13"]


def test_takings_are_named_with_their_reach(published):
    named = films.named(published)

    assert set(named["what"]) == {
        "budget", "takings, world", "takings, home", "takings, abroad",
    }  # fmt: skip
    assert named[[*published.columns]].equals(published)


def test_only_a_film_counted_by_date_has_takings_elsewhere(published):
    box_office = datasets.box_office()
    said = {
        name: films.counted_by_date(rows, box_office, "Table 7")
        for name, rows in published.groupby("film")
    }

    assert [name for name, words in said.items() if words] == ["The Challenge"]
    assert said["The Challenge"].endswith("the others are in Table 7.")


def test_a_sum_for_the_world_below_one_for_home_is_told(published):
    worth = dict.fromkeys(films.moneys(published), 1.0)
    ours = films.valued(published[published["film"] == "Salyut-7"], worth)
    takings = pd.DataFrame(
        {"measure": "takings", "reach": ["world", "home"], "low_mln": [23.4, 24.6],
         "said_by": ["Wikipedia", "Rossiyskaya Gazeta"]}
    )  # fmt: skip

    assert films.less_abroad(takings)["world_said_by"] == "Wikipedia"
    assert films.less_abroad(takings.assign(low_mln=[30.0, 24.6])).isna().all()
    assert films.less_abroad(ours).isna().all()


def test_only_kinds_of_sums_that_a_film_has_are_said_to_be_unused(published):
    # The Challenge has sums of every kind, Gravity none: data/film_money.csv, data/claims.csv.
    by_film = {name: films.unused(rows) for name, rows in published.groupby("film")}

    assert "doubtful sums, mere bounds and sums in another currency" in by_film["The Challenge"]
    assert by_film["Gravity"] == ""
    abroad = set(published.loc[published["reach"] == "abroad", "film"])
    assert {name for name, said in by_film.items() if "Of takings abroad" in said} == abroad
