"""Every number of nature and of the calendar: value, unit in the name, source on the line."""

MIN_PER_H = 60
H_PER_DAY = 24
S_PER_MIN = 60
DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365.2425  # mean Gregorian year
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
SOYUZ_SEATS = 3  # Soyuz MS, https://www.esa.int/Science_Exploration/Human_and_Robotic_Exploration/International_Space_Station/Soyuz_spacecraft
SHORTEST_ORBIT_MIN = (
    84.5  # 2π√(R³/μ) at the surface of the Earth, R = 6378.137 km, μ = 398600.4418 km³/s² (WGS 84)
)
S_PER_H = 3600
S_PER_DAY = 86_400
EARTH_RADIUS_KM = 6_378.137  # WGS 84, equatorial
EARTH_MEAN_RADIUS_KM = 6_371.0088  # IUGG, (2a + b) / 3 of WGS 84
EARTH_FLATTENING = 1 / 298.257_223_563  # WGS 84
EARTH_GM_KM3_S2 = 398_600.4418  # WGS 84
EARTH_J2 = 1.082_626_7e-3  # WGS 84, from its C20 of -484.166 774 985e-6
SUN_RADIUS_KM = 695_700  # IAU 2015 Resolution B3
AU_KM = 149_597_870.7  # IAU 2012 Resolution B2
C_AU_PER_DAY = 173.144_632_67  # speed of light, from IAU 2012 Resolution B2
CREW_WAKES_H = 6.0  # UTC; NASA, ISS: Operating an Outpost in the New Frontier (2018), p. 22
CREW_SLEEPS_H = 21.5  # UTC; the same
TWILIGHT_DEG = 6.0  # civil twilight, https://aa.usno.navy.mil/faq/RST_defs
GOLDEN_DEG = 6.0  # photographers' usage, https://en.wikipedia.org/wiki/Golden_hour_(photography)
CREW_DRAGON_SEATS = 4  # on NASA's missions, https://www.nasa.gov/humans-in-space/commercial-space/commercial-crew-program/
ELEMENTS_REACH_DAYS = 14  # our own limit: sets of October 2021 are some 40 km off by then
