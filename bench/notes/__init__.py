"""A labelled set of notes, made by rules of its own: nothing here looks at the guard."""
