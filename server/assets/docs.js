// Gives RapiDoc the colours of the page's theme; it knows no colour scheme by itself.
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = {
  light: { theme: "light", "bg-color": "#fffdf8", "text-color": "#1d1b26", "nav-bg-color": "#f8f3e9", "nav-text-color": "#1d1b26", "primary-color": "#a83e12" },
  dark: { theme: "dark", "bg-color": "#16151d", "text-color": "#f1ede4", "nav-bg-color": "#201e29", "nav-text-color": "#f1ede4", "primary-color": "#ff9a66" },
};

function paint() {
  for (const [name, value] of Object.entries(dark.matches ? colours.dark : colours.light)) {
    document.querySelector("rapi-doc").setAttribute(name, value);
  }
}

dark.addEventListener("change", paint);
paint();
