"""What the pages know: search, figures, comparison, words, charts. Reads the store, never etl."""
