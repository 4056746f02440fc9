"""The engine: lexicons, rules as data, the matcher; knows no Arabic word."""
