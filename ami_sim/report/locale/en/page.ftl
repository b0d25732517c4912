# What a renderer says of a page.
more = Further sections, by --section: { $sections }. All of them by --all.
