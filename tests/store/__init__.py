"""The store on both databases; `databases` starts them, `builders` fills them."""
