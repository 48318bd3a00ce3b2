// What signed-in pages do beyond their forms; each part says what it needs in the page.
