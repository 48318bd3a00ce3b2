// Reads QR codes with the camera: by the browser itself where it can, else by a decoder that is
// loaded only then.
const every = 150; // ms between two looks
const widest = 640; // px, enough for a code that fills a third of the picture

// Calls `seen` with the text of each code until the function it returns is called. Throws where
// there is no camera, or it may not be used.
export async function watch(video, seen, decoder) {
  const read = await reader(decoder);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let isOn = true;
  async function look() {
    const text = await read(video).catch(() => "");
    if (isOn && text) seen(text);
    if (isOn) setTimeout(look, every);
  }
  video.srcObject = stream;
  await video.play();
  look();
  return () => {
    isOn = false;
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  };
}

export async function reader(decoder) {
  const formats = "BarcodeDetector" in self ? await BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? "";
  }
  await load(decoder);
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (picture) => {
    const [width, height] = [picture.videoWidth || picture.width, picture.videoHeight || picture.height];
    const scale = Math.min(1, widest / width);
    [canvas.width, canvas.height] = [width * scale, height * scale];
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const pixels = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(pixels.data, canvas.width, canvas.height)?.data ?? "";
  };
}

function load(address) {
  if ("jsQR" in self) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = resolve;
    script.onerror = () => { script.remove(); reject(new Error("no decoder")); };
    document.head.append(script);
  });
}
