// A file that the server made is saved at once.
watch("value", () => requestAnimationFrame(() => element.querySelector("a[data-saved]")?.click()));
