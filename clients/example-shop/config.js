// The publishable key that `tessera demo` prints.
export const KEY = "pk_...";
// Where Tessera is; `index.html` loads the code box from the same place.
export const API = "http://127.0.0.1:7410";
