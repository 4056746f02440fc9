// The map of the record: places with as many events as the other filters leave, clustered; its window as a filter.
/* global L, Supercluster */
import { groundMap } from "./basemap.js";

export class MapView {
  constructor(element, words, { onPlace, onMove }) {
    this.words = words;
    this.onPlace = onPlace;
    this.map = groundMap(element, words);
    this.layer = L.layerGroup().addTo(this.map);
    this.index = null;
    this.map.on("moveend", () => {
      this.draw();
      onMove();
    });
  }

  // Show all places, or the window of an address: zoom/lat/lon.
  frame(window, places) {
    const [zoom, lat, lon] = (window ?? "").split("/").map(Number);
    if (window && [zoom, lat, lon].every(Number.isFinite)) this.map.setView([lat, lon], zoom, { animate: false });
    else if (places.length) {
      const [south, north] = middle(places, "lat");
      const [west, east] = middle(places, "lon");
      this.map.fitBounds(L.latLngBounds([south, west], [north, east]).pad(0.12), { maxZoom: 8, animate: false });
    } else this.map.setView([28, 38], 4, { animate: false });
  }

  get window() {
    const at = this.map.getCenter();
    return `${this.map.getZoom()}/${at.lat.toFixed(3)}/${at.lng.toFixed(3)}`;
  }

  // The corners of the window: west, south, east, north in degrees.
  get box() {
    const bounds = this.map.getBounds();
    const around = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
    const wide = bounds.getEast() - bounds.getWest() >= 360;
    const [west, east] = wide ? [-180, 180] : [around(bounds.getWest()), around(bounds.getEast())];
    const clip = (lat) => Math.max(-90, Math.min(90, lat));
    return [west, clip(bounds.getSouth()), east, clip(bounds.getNorth())].map((value) => Number(value.toFixed(3)));
  }

  // Places with the number of events at each.
  show(places, selected) {
    this.selected = selected;
    this.index = new Supercluster({ radius: 46, maxZoom: 13, map: ({ n }) => ({ n }), reduce: (all, one) => { all.n += one.n; } });
    this.index.load(places.map((place) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [place.lon, place.lat] },
      properties: place,
    })));
    this.draw();
  }

  draw() {
    if (!this.index || !this.map._loaded) return;
    const bounds = this.map.getBounds().pad(0.2);
    const box = [Math.max(-180, bounds.getWest()), Math.max(-85, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(85, bounds.getNorth())];
    this.layer.clearLayers();
    for (const found of this.index.getClusters(box, Math.round(this.map.getZoom()))) this.layer.addLayer(this.marker(found));
  }

  marker({ id, geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const size = Math.round(20 + 7 * Math.log2(1 + properties.n));
    const span = document.createElement("span");
    span.textContent = properties.n.toLocaleString("en");
    const kind = properties.cluster ? "cluster" : properties.code === this.selected ? "place selected" : "place";
    const icon = L.divIcon({ className: `events-at ${kind}`, html: span, iconSize: [Math.min(size, 64), Math.min(size, 64)] });
    const title = properties.cluster ? `${this.words.events}: ${properties.n}` : `${properties.name} · ${this.words.events}: ${properties.n}`;
    const marker = L.marker([lat, lon], { icon, alt: title, keyboard: true });
    marker.bindTooltip(title, { direction: "top", offset: [0, -8], className: document.documentElement.dir });
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      if (properties.cluster) this.map.flyTo([lat, lon], Math.min(this.index.getClusterExpansionZoom(id), 13), { duration: 0.4 });
      else this.onPlace(properties.code);
    });
    marker.on("add", () => marker.getElement()?.setAttribute("aria-label", title));
    return marker;
  }
}

const TAIL = 0.03;

// Between which degrees all but a few of the events lie, so that one event far away does not shrink the map.
function middle(places, axis) {
  const sorted = [...places].sort((a, b) => a[axis] - b[axis]);
  const total = sorted.reduce((sum, place) => sum + place.all, 0);
  const at = (share) => {
    let sum = 0;
    return sorted.find((place) => (sum += place.all) >= share * total) ?? sorted.at(-1);
  };
  return [at(TAIL)[axis], at(1 - TAIL)[axis]];
}
