/** htmx requests carry the token of a form on the page (the cookie itself is closed to scripts). */
export function sendCsrfToken(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const request = (event as CustomEvent).detail?.ctx?.request;
    const token = csrfToken(document);
    if (request?.headers && token && !request.headers["X-CSRFToken"]) request.headers["X-CSRFToken"] = token;
  });
}

export function csrfToken(page: Document): string {
  return page.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}
