// Inside the frame: tells the page around it how high the form is. Nothing else crosses the border.
(function () {
  function tell() {
    parent.postMessage({ balaiWargaHeight: document.documentElement.scrollHeight }, "*");
  }
  new ResizeObserver(tell).observe(document.body);
  tell();
})();
