"""Every number of nature and of the calendar: value, unit in the name, source on the line."""

MIN_PER_H = 60
H_PER_DAY = 24
S_PER_MIN = 60
DAYS_PER_YEAR = 365.2425  # mean Gregorian year
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
SOYUZ_SEATS = 3  # Soyuz MS, https://www.esa.int/Science_Exploration/Human_and_Robotic_Exploration/International_Space_Station/Soyuz_spacecraft
