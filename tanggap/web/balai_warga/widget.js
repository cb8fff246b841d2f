// <script src="https://.../balai-warga/widget.js" async></script> puts the form where the tag stands.
// data-language="en" on the tag asks for English; data-height gives the height in pixels to begin with.
(function () {
  var tag = document.currentScript;
  var site = new URL(tag.src);
  var prefix = tag.dataset.language === "en" ? "/en" : "";
  var frame = document.createElement("iframe");
  frame.src = site.origin + prefix + "/balai-warga/widget";
  frame.title = prefix ? "Balai Warga: report a problem" : "Balai Warga: laporkan masalah";
  frame.style.cssText = "width:100%;border:0;height:" + (parseInt(tag.dataset.height, 10) || 1100) + "px";
  tag.parentNode.insertBefore(frame, tag.nextSibling);
  window.addEventListener("message", function (event) {
    if (event.origin !== site.origin || event.source !== frame.contentWindow) return;
    var height = Number(event.data && event.data.balaiWargaHeight);
    if (height > 0 && height < 10000) frame.style.height = Math.ceil(height) + "px";
  });
})();
