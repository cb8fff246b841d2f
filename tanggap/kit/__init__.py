"""What every page shares and what knows no domain: words, formats, icons, template parts."""
