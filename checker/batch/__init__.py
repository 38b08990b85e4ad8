"""A batch: the roster of units that must report, their files, what came when, what is wrong with it, and what to send whom."""
