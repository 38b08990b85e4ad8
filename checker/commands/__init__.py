"""What the commands of ``cli.py`` do beside checking: the console's manners, where results go, printing, looking round."""
