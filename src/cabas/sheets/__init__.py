"""Files, rows and columns: what people bring from their spreadsheets. Knows nothing of food or people."""
