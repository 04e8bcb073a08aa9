/* Draws the dose steps and one panel an item on one time axis, from the JSON in the page.
   Chart.js and its annotation plugin are loaded before this module and are globals. */

const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const AXIS_WIDTH = 62; /* the same in every panel, so that the days stand under each other */
const SHAPES = ["circle", "rect", "triangle", "rectRot", "cross"];
const LETTER_SIZE = 17;
const PRINT_WIDTH = 520; /* what a sheet leaves beside the names */
const DASHES = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [2, 6]];

const data = JSON.parse(document.getElementById("insights-data").textContent);
const start = Date.parse(`${data.first}T00:00:00Z`);

function dateOf(offset) {
  return new Date(start + offset * DAY);
}

function dayText(offset) {
  const day = dateOf(offset);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/* A few round days to name under the last panel: weeks, months, quarters or years. */
function axisDays() {
  const offsets = Array.from({ length: data.days }, (_, offset) => offset);
  if (data.days <= 45) return offsets.filter((offset) => offset % 7 === 0).map((value) => ({ value }));
  const months = data.days <= 400 ? 1 : data.days <= 800 ? 3 : 12 * Math.ceil(data.days / 4000);
  const isNamed = (day) => {
    const count = day.getUTCFullYear() * 12 + day.getUTCMonth();
    return day.getUTCDate() === 1 && count % months === 0;
  };
  return offsets.filter((offset) => isNamed(dateOf(offset))).map((value) => ({ value }));
}

function axisText(offset) {
  const day = dateOf(offset);
  if (data.days > 800) return String(day.getUTCFullYear());
  if (data.days > 200) return `${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
}

function readTokens() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--ldn-${name}`).trim();
}

/* A paler colour; system colours (forced colours mode) stay as they are. */
function tint(colour, alpha) {
  const parsed = Chart.helpers.color(colour);
  return parsed.valid ? parsed.alpha(alpha).rgbString() : colour;
}

function xScale(token, named) {
  return {
    type: "linear",
    min: -0.5,
    max: data.days - 0.5,
    offset: false, /* bars would ask for half a bar of room at both ends, and stand beside their days */
    border: { color: token("control") },
    grid: { color: token("line"), drawTicks: named, tickLength: 4, offset: false },
    ticks: { display: named, color: token("muted"), maxRotation: 0, autoSkip: true, autoSkipPadding: 12, callback: axisText },
    afterBuildTicks: (scale) => { scale.ticks = axisDays(); },
  };
}

function yScale(token, min, max, words) {
  return {
    type: "linear",
    min,
    max,
    border: { color: token("control") },
    grid: { color: token("line"), drawTicks: false },
    ticks: { color: token("muted"), autoSkip: false, padding: 4, callback: (value) => words[value] ?? "" },
    afterBuildTicks: (scale) => { scale.ticks = Object.keys(words).map((value) => ({ value: Number(value) })); },
    afterFit: (scale) => { scale.width = AXIS_WIDTH; },
  };
}

function tooltip(label) {
  return {
    displayColors: false,
    callbacks: { title: (points) => dayText(Math.round(points[0].parsed.x)), label },
  };
}

/* A bubble stays while the pointer is on it, so that it can be read when it lies over other days. */
const bubbleStays = {
  id: "bubbleStays",
  beforeEvent(chart, { event }) {
    const bubble = chart.tooltip;
    if (event.type !== "mousemove" || !bubble || !bubble.opacity) return true;
    return !(event.x >= bubble.x && event.x <= bubble.x + bubble.width && event.y >= bubble.y && event.y <= bubble.y + bubble.height);
  },
};

/* Escape puts every bubble away without moving the pointer; the next move may bring one back. */
function hideBubbles() {
  Object.values(Chart.instances).forEach((chart) => {
    chart.setActiveElements([]);
    chart.tooltip.setActiveElements([], { x: 0, y: 0 });
    chart.draw();
  });
}

function options(token, scales, annotations, label) {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 5, right: 6, bottom: 3 } },
    font: { size: 12 },
    interaction: { mode: "nearest", axis: "x", intersect: false },
    plugins: { legend: { display: false }, tooltip: tooltip(label), annotation: { annotations } },
    scales,
  };
}

/* A dotted upright line through every panel for each lettered day. */
function dayLines(token) {
  return data.marks.map((mark) => ({
    type: "line", xMin: mark.day, xMax: mark.day, borderColor: token("muted"), borderWidth: 1, borderDash: [1.5, 2.5],
    drawTime: "beforeDatasetsDraw",
  }));
}

/* How far each letter moves aside, in pixels, so that none covers another: first to the right, then back from the edge. */
function asides(scale) {
  const wanted = data.marks.map((mark) => scale.getPixelForValue(mark.day));
  const size = Math.min(LETTER_SIZE, scale.width / wanted.length); /* many on a phone stand closer, none beside the axis */
  const moved = [];
  wanted.forEach((place, index) => { moved.push(index ? Math.max(place, moved[index - 1] + size) : place); });
  let end = scale.right + size / 2;
  for (let index = moved.length - 1; index >= 0; index -= 1) {
    moved[index] = Math.min(moved[index], end - size);
    end = moved[index];
  }
  return moved.map((place, index) => place - wanted[index]);
}

function letterLabels(token, y) {
  return data.marks.map((mark, index) => ({
    type: "label", xValue: mark.day, yValue: y, content: mark.letter, color: token("ink"), font: { size: 11, weight: "bold" },
    backgroundColor: token("surface"), borderColor: token("ink"), borderWidth: 1, borderRadius: 7,
    padding: { x: 4, y: 1 }, xAdjust: (context) => asides(context.chart.scales.x)[index],
  }));
}

/* A level line at the average before LDN; its words stand beside the panel, so that they hide no day. */
function averageBefore(token, item) {
  if (item.before === null) return [];
  return [{
    type: "line", yMin: item.before, yMax: item.before, borderColor: token("ink"), borderWidth: 1.2, borderDash: [6, 4],
  }];
}

/* Upright lines where a step begins and, for ratings, its first seven days shaded. */
function changes(token, washIn) {
  const marks = data.bars.filter((bar) => bar.begins).map((bar) => ({
    type: "line", xMin: bar.first - 0.5, xMax: bar.first - 0.5, borderColor: token("ink"), borderWidth: 1,
  }));
  const shade = tint(token("washin"), 0.22);
  const isPale = shade !== token("washin"); /* a system colour cannot be made paler: a frame stands for the shade */
  const shades = data.bars.filter((bar) => washIn && bar.washIn !== null).map((bar) => ({
    type: "box", xMin: bar.first - 0.5, xMax: bar.washIn + 0.5, drawTime: "beforeDatasetsDraw",
    backgroundColor: isPale ? shade : "transparent", borderWidth: isPale ? 0 : 1, borderDash: [4, 2], borderColor: token("muted"),
  }));
  return [...shades, ...dayLines(token), ...marks];
}

function doseBox(token, bar, top) {
  const height = bar.amount === null ? 0 : bar.amount;
  const inside = height > top * 0.6;
  const days = bar.last - bar.first + 1;
  return {
    type: "box",
    xMin: bar.first - 0.5,
    xMax: bar.last + 0.5,
    yMin: 0,
    yMax: height,
    borderColor: token(height ? "ink" : "control"),
    borderWidth: 1,
    backgroundColor: token(`dose-${bar.level}`),
    drawTime: "beforeDatasetsDraw",
    label: {
      display: (context) => {
        const width = (context.chart.chartArea?.width ?? 0) * (days / data.days);
        return width > bar.label.length * 7;
      },
      content: bar.label,
      color: token(inside && bar.level === 3 ? "dose-ink-3" : inside ? "dose-ink" : "ink"),
      font: { size: 12, weight: "bold" },
      padding: 2,
      position: { x: "center", y: inside ? "center" : "end" },
      yAdjust: inside ? 0 : -14,
    },
  };
}

/* The dose as a stepped line; a day on a pause is 0, a day before the first step has none. */
function dosePoints() {
  return data.bars.flatMap((bar) => {
    const y = bar.amount ?? (bar.step ? 0 : null);
    return [{ x: bar.first, y, label: bar.label }, { x: bar.last, y, label: bar.label }];
  });
}

function notTaken(token, label, offsets, pointStyle, y) {
  return {
    label,
    data: offsets.map((x) => ({ x, y })),
    showLine: false,
    pointStyle,
    pointRadius: 3.5,
    pointBorderColor: token("ink"),
    pointBackgroundColor: token("surface"),
    pointBorderWidth: 1.3,
    clip: 8,
  };
}

function doseChart(token) {
  const top = Math.max(1, ...data.bars.map((bar) => bar.amount ?? 0));
  const lane = top * 1.55;
  const below = -top * 0.28;
  const datasets = [
    { label: "Dose", data: dosePoints(), stepped: "before", spanGaps: false, pointRadius: 0, borderWidth: 0 },
    notTaken(token, "missed", data.missed, "crossRot", below),
    notTaken(token, "skipped", data.skipped, "circle", below),
    notTaken(token, "not recorded", data.notRecorded, "line", below),
    {
      label: "Events and visits", data: data.marks.map((mark) => ({ x: mark.day, y: lane, label: `${mark.letter}: ${mark.text}` })),
      showLine: false, pointRadius: 0, pointHitRadius: LETTER_SIZE / 2,
    },
  ];
  const scales = { x: xScale(token, data.items.length === 0), y: yScale(token, below * 1.5, data.marks.length ? top * 1.9 : top * 1.25, { [below]: "not taken" }) };
  scales.y.grid.display = false;
  const boxes = data.bars.map((bar) => doseBox(token, bar, top));
  const label = (point) => point.raw.label ?? point.dataset.label;
  const annotations = [...boxes, ...dayLines(token), ...letterLabels(token, lane)];
  return { type: "line", data: { datasets }, options: options(token, scales, annotations, label) };
}

function dayPoints(item) {
  return item.days.map((x, place) => ({ x, y: item.values[place] }));
}

/* Runs of weekly means with a hole between them, so that no line crosses a gap or a dose change. */
function weekPoints(item) {
  return item.weeks.flatMap((run) => [...run.map(([x, y]) => ({ x, y })), { x: run.at(-1)[0], y: null }]);
}

function ratingDatasets(token, item) {
  const colour = token(`d${item.tone}`);
  const shape = SHAPES[item.tone - 1];
  const paler = shape === "cross" ? colour : tint(colour, 0.6);
  return [
    {
      label: item.name, data: dayPoints(item), showLine: false, spanGaps: false, pointStyle: shape, pointRadius: 2.2,
      pointBorderWidth: shape === "cross" ? 1.5 : 0,
      borderColor: paler, backgroundColor: paler, clip: 6,
    },
    {
      label: `${item.name}, weekly mean`, data: weekPoints(item), showLine: true, spanGaps: false, pointStyle: shape,
      pointRadius: data.days > 400 ? 1.2 : 3.2, pointBorderWidth: 1, borderWidth: 2, borderDash: DASHES[item.tone - 1],
      borderColor: colour, backgroundColor: colour, clip: 6,
    },
  ];
}

function severityDataset(token, item) {
  return {
    type: "bar", label: item.name, data: dayPoints(item), base: item.low, backgroundColor: token("ink"),
    barPercentage: 1, categoryPercentage: 0.9, minBarLength: 1.5, grouped: false,
  };
}

function itemChart(token, item, isLast) {
  const words = { [item.low]: item.lowText, [item.high]: item.highText };
  const scales = { x: xScale(token, isLast), y: yScale(token, item.low, item.high, words) };
  const datasets = item.bars ? [severityDataset(token, item)] : ratingDatasets(token, item);
  const label = (point) => `${point.dataset.label}: ${point.formattedValue}`;
  return { type: item.bars ? "bar" : "line", data: { datasets }, options: options(token, scales, [...changes(token, !item.bars), ...averageBefore(token, item)], label) };
}

function draw() {
  const token = readTokens();
  const configs = [doseChart(token), ...data.items.map((item, place) => itemChart(token, item, place === data.items.length - 1))];
  const canvases = document.querySelectorAll("#panels canvas");
  canvases.forEach((canvas, place) => {
    Chart.getChart(canvas)?.destroy();
    new Chart(canvas, configs[place]);
  });
}

/* Paper is white and narrower than the screen: black ink, and each picture as wide as the sheet has room for. */
function drawForPaper() {
  const root = document.documentElement;
  const theme = root.dataset.bsTheme;
  root.dataset.bsTheme = "light";
  draw();
  if (theme === undefined) delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  Object.values(Chart.instances).forEach((chart) => chart.resize(PRINT_WIDTH, chart.height));
}

Chart.register(bubbleStays);
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
document.getElementById("panels").classList.add("is-drawn"); /* for a browser that does not know @media (scripting) */
draw();
document.getElementById("day-table").open = false;
addEventListener("keydown", (event) => { if (event.key === "Escape") hideBubbles(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
matchMedia("(forced-colors: active)").addEventListener("change", draw);
addEventListener("beforeprint", drawForPaper);
addEventListener("afterprint", draw);
