"""Reports when they are due, each due time once, and word of it to those who asked.

schedule            what is due, and doing it
timetable           cron expressions, time zones, daylight saving
ledger              what came of each due time, on disk, under a lock
errands, due        an attempt, and the process that makes it
supervision         ends all processes of an attempt
watching            stays in the foreground
notices             what is worth telling; addressees, couriers: whom, and how
"""
