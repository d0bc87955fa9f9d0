// The page of figures: each drawing saved as it is drawn, in its own light colours, as SVG or as PNG at twice its size.
(function () {
  "use strict";
  const SCALE = 2;
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const written = (drawing) => new XMLSerializer().serializeToString(drawing);
  const asPicture = (drawing, name) => {
    const picture = new Image();
    const address = URL.createObjectURL(new Blob([written(drawing)], { type: "image/svg+xml" }));
    picture.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = drawing.viewBox.baseVal.width * SCALE;
      canvas.height = drawing.viewBox.baseVal.height * SCALE;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => save(blob, name), "image/png");
    });
    picture.src = address;
  };
  document.querySelectorAll("[data-save]").forEach((button) => {
    button.addEventListener("click", () => {
      const section = button.closest(".figure");
      const drawing = section.querySelector("svg");
      const name = section.id + "." + button.dataset.save;
      if (button.dataset.save === "png") { asPicture(drawing, name); return; }
      save(new Blob([written(drawing)], { type: "image/svg+xml" }), name);
    });
  });
})();
