"""The commands, one file each; only here is there a clock, a terminal and an exit code."""
