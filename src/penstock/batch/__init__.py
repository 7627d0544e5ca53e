"""Files of any size: read every row or say why not, judge the rows, write narrow results."""
