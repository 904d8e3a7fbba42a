"""The pages that anybody may open: HTML made here, no scripts, no cookies, nothing from elsewhere."""
