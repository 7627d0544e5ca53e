"""Who is listed on this day, under which programme, since when, until when; one feed module a publisher."""
