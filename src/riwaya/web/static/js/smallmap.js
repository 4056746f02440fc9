// Small maps of events, places and actors: circles as wide as the place is uncertain.
/* global L */
import { groundMap, repaint } from "./basemap.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

for (const element of document.querySelectorAll("[data-small-map]")) {
  const circles = JSON.parse(element.dataset.circles);
  const map = groundMap(element, JSON.parse(element.dataset.words), { scrollWheelZoom: false });
  const bounds = L.latLngBounds([]);
  for (const { lat, lon, radius_km: radius } of circles) bounds.extend(L.latLng(lat, lon).toBounds(Math.max(2000, radius * 2000)));
  map.fitBounds(bounds.pad(0.6), { maxZoom: 9, animate: false });
  const layer = L.featureGroup(circles.flatMap(({ lat, lon, radius_km: radius, label }) => {
    const around = L.circle([lat, lon], { radius: Math.max(radius, 0.2) * 1000, weight: 1.5, fillOpacity: 0.18 });
    const point = L.circleMarker([lat, lon], { radius: 4, weight: 2, fillOpacity: 1 });
    for (const drawn of [around, point]) drawn.bindTooltip(label, { className: document.documentElement.dir, direction: "top" });
    return [around, point];
  })).addTo(map);
  const paint = () => layer.setStyle({ color: css("--accent"), fillColor: css("--accent") });
  paint();
  repaint(paint);
}
