// The places of the activities on a map (Leaflet), in step with the list of the same page: a place
// that is opened is marked in the list, and wherever the map is moved one can look there. Positions
// are those of the map's tiles; `shift` leads back to WGS-84, in which the address asks.

const figure = document.querySelector("figure.map");
const words = figure.dataset;
const face = figure.querySelector(".map-face");
const status = figure.querySelector("[role=status]");
const WIDEST_KM = 100;
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

// A number to be seen, and words to be heard.
function icon(count, said, kind) {
  const heard = element("span", { className: "unseen" }, said);
  const seen = element("b", { ariaHidden: "true" }, count);
  const html = element("span", {}, heard, seen);
  const className = `map-mark ${kind}`;
  return L.divIcon({ className, html, iconSize: [44, 44], popupAnchor: [0, -16] });
}

function clusterIcon(cluster) {
  const marks = cluster.getAllChildMarkers();
  const count = marks.reduce((sum, mark) => sum + mark.options.place.count, 0);
  const said = words.cluster.replace("{places}", marks.length).replace("{count}", count);
  return icon(count, said, "several");
}

function card(place) {
  const name = element("a", { href: place.page, lang: place.lang }, place.name);
  const address = element("p", { className: "meta", lang: "zh-CN" }, place.address);
  const said = `${words.only} ${place.words}`;
  const only = element("a", { className: "button quiet", href: place.only }, said);
  return element("div", {}, element("p", {}, name), address, element("p", {}, only));
}

function markInList(place, isOpen) {
  for (const entry of document.querySelectorAll(`[data-venue="${place.id}"]`)) {
    entry.classList.toggle("on-map", isOpen);
  }
}

function mark(place) {
  const said = `${place.name} ${place.words}`;
  const marker = L.marker(place.at, { place, title: said, icon: icon(place.count, said, "one") });
  const popup = L.popup({ minWidth: 208, autoPanPadding: [16, 16] }).setContent(card(place));
  return marker
    .bindPopup(popup)
    .on("popupopen", () => {
      popup.getElement().querySelector(".leaflet-popup-close-button").ariaLabel = words.close;
      popup.getElement().querySelector("a").focus({ preventScroll: true });
      markInList(place, true);
    })
    .on("popupclose", () => {
      markInList(place, false);
      marker.getElement()?.focus({ preventScroll: true });
    });
}

// The view stands behind the # of the address: zoom, latitude, longitude.
function viewAsked() {
  const found = /^#(\d{1,2})\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  return found && { zoom: Number(found[1]), at: [Number(found[2]), Number(found[3])] };
}

function cornersOf(bounds) {
  const around = [bounds.getSouthWest(), bounds.getSouthEast()];
  return [...around, bounds.getNorthWest(), bounds.getNorthEast()];
}

// A link to the activities in a circle round what is seen; none where that would be too wide.
function offerHere(map, shift) {
  const link = figure.querySelector("[data-here]");
  const address = new URL(link.href);
  const back = ({ lat, lng }) => L.latLng(lat - shift[0], lng - shift[1]).wrap();
  map.on("moveend", () => {
    const middle = back(map.getCenter());
    const near = [middle.lat.toFixed(2), middle.lng.toFixed(2)];
    const far = cornersOf(map.getBounds()).map((corner) => back(corner).distanceTo(near));
    const km = Math.ceil(Math.max(...far) / 1000);
    address.searchParams.set("near", near.join(","));
    address.searchParams.set("within", Math.max(km, 1));
    const { lat, lng } = map.getCenter();
    address.hash = `${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
    link.href = address;
    link.hidden = km > WIDEST_KM;
  });
}

// The map without its places; what it is and whose stands below it.
function ground() {
  const map = L.map(face, {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false, // a page is scrolled over it
    fadeAnimation: !isCalm,
    zoomAnimation: !isCalm,
  });
  const titles = { zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut };
  L.control.zoom({ position: "bottomright", ...titles }).addTo(map);
  for (const layer of words.layers.split(" ")) {
    L.tileLayer(layer, { maxZoom: 18, referrerPolicy: "origin" }).addTo(map);
  }
  face.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  return map;
}

function draw({ places, shift, summary }) {
  const view = viewAsked();
  status.textContent = summary;
  face.hidden = !places.length && !view;
  if (face.hidden) return;
  const map = ground();
  const marks = L.markerClusterGroup({
    animate: !isCalm,
    showCoverageOnHover: false,
    iconCreateFunction: clusterIcon,
  });
  marks.addLayers(places.map(mark));
  marks.on("clusterclick clusterkeypress", () => face.focus({ preventScroll: true }));
  if (view) map.setView(view.at, view.zoom);
  else map.fitBounds(marks.getBounds(), { maxZoom: 15, padding: [32, 32] });
  map.addLayer(marks);
  offerHere(map, shift);
}

figure.hidden = false;
fetch(words.places)
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
  .then(draw)
  .catch(() => {
    face.hidden = true;
    status.textContent = words.failed;
  });
