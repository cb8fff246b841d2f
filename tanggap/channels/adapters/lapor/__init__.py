"""LAPOR! 1708: the partner whose reports keep their own number and clocks."""
