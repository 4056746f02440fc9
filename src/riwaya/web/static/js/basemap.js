// The ground of all maps: world outlines and names of places, both from this server. Raster tiles only when asked for.
/* global L, topojson */

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const ANTARCTICA = "010";
let world = null;
let names = null;

function once(url) {
  return fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${url}: ${answer.status}`))));
}

// A map in an element, its ground drawn. `words` are the texts of the controls.
export function groundMap(element, words, options = {}) {
  const map = L.map(element, {
    zoomSnap: 0.5, minZoom: 2, maxZoom: 14, worldCopyJump: true, attributionControl: false, zoomControl: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches, ...options,
  });
  L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("ground").style.zIndex = 150;
  map.createPane("names").style.zIndex = 350;
  map.getPane("names").style.pointerEvents = "none";
  map.ground = drawGround(map, element.dataset.world);
  drawNames(map, element.dataset.names);
  if (element.dataset.tiles) addTiles(map, element.dataset.tiles, words);
  return map;
}

async function drawGround(map, url) {
  world ??= once(url);
  const topology = await world;
  const renderer = L.canvas({ pane: "ground", padding: 0.6 });
  const shapes = topojson.feature(topology, topology.objects.countries).features.filter((shape) => shape.id !== ANTARCTICA);
  const inner = topojson.mesh(topology, topology.objects.countries, (a, b) => a !== b);
  const land = L.polygon(shapes.flatMap(polygonsOf).map((polygon) => polygon.map(flipped)), { renderer, pane: "ground", interactive: false });
  const borders = L.polyline(inner.coordinates.map(flipped), { renderer, pane: "ground", interactive: false });
  const paint = () => {
    land.setStyle({ color: css("--border"), weight: 0.5, fillColor: css("--land"), fillOpacity: 1 });
    borders.setStyle({ color: css("--border"), weight: 1 });
  };
  paint();
  map.whenReady(() => {
    land.addTo(map);
    borders.addTo(map);
  });
  repaint(paint);
}

// The polygons of a country. One that is cut at 180 degrees is drawn whole, on both sides of the map.
function polygonsOf({ geometry }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flatMap((polygon) => {
    const whole = polygon.map(unwrapped);
    const [least, most] = [Math.min(...whole[0].map(([lon]) => lon)), Math.max(...whole[0].map(([lon]) => lon))];
    if (most > 180) return [whole, moved(whole, -360)];
    return least < -180 ? [whole, moved(whole, 360)] : [whole];
  });
}

function unwrapped(ring) {
  let turn = 0;
  return ring.map(([lon, lat], nth) => {
    if (nth && lon - ring[nth - 1][0] > 180) turn -= 360;
    else if (nth && lon - ring[nth - 1][0] < -180) turn += 360;
    return [lon + turn, lat];
  });
}

function moved(polygon, by) {
  return polygon.map((ring) => ring.map(([lon, lat]) => [lon + by, lat]));
}

function flipped(line) {
  return line.map(([lon, lat]) => [lat, lon]);
}

export function repaint(paint) {
  document.addEventListener("themechange", paint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

// Names of places: those of the first rank first, none over another.
async function drawNames(map, url) {
  names ??= once(url);
  const places = await names;
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    for (const place of chosen(map, places)) layer.addLayer(nameMarker(place));
  };
  map.on("moveend", draw);
  map.whenReady(draw);
}

const LEAST_ZOOM = [2.5, 5, 6, 7, 8, 9, 10];

function chosen(map, places) {
  const zoom = map.getZoom();
  const bounds = map.getBounds().pad(-0.02);
  const taken = [];
  const found = [];
  for (const [name, lat, lon, rank] of places) {
    if (zoom < LEAST_ZOOM[rank] || (rank === 0 && zoom > 7.5) || !bounds.contains([lat, lon])) continue;
    const at = map.latLngToContainerPoint([lat, lon]);
    const half = (name.length * (rank === 0 ? 8 : 6.5)) / 2 + 6;
    const box = [at.x - half, at.y - 10, at.x + half, at.y + 12];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    found.push({ name, lat, lon, rank });
    if (found.length >= 60) break;
  }
  return found;
}

function nameMarker({ name, lat, lon, rank }) {
  const label = document.createElement("span");
  label.textContent = name;
  label.dir = "auto";
  const icon = L.divIcon({ className: `place-name rank-${rank}`, html: label, iconSize: null });
  return L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false });
}

function addTiles(map, template, words) {
  const layer = L.tileLayer(template, { maxZoom: 18, referrerPolicy: "no-referrer" });
  const Toggle = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd() {
      const label = document.createElement("label");
      label.className = "tiles-toggle";
      const box = document.createElement("input");
      box.type = "checkbox";
      label.append(box, ` ${words.tiles} (${new URL(template.replace("{s}", "a")).host})`);
      box.addEventListener("change", () => (box.checked ? layer.addTo(map) : layer.remove()));
      L.DomEvent.disableClickPropagation(label);
      return label;
    },
  });
  new Toggle().addTo(map);
}
