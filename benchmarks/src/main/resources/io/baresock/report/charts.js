// Draws the charts of the page by Chart.js: Chart.java says what is in them. Colours are those of style.css.
'use strict';
const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const DASHES = {jni: [7, 3], nio: [2, 3], peer: [9, 3, 2, 3]};

function number(n) { // three digits
  return String(Number(n.toPrecision(3)));
}

function text(value, unit) {
  const units = unit === '/s' ? ['/s', ' k/s', ' M/s', ' G/s'] : [' ns', ' µs', ' ms', ' s'];
  let i = 0;
  for (; Math.abs(value) >= 1e3 && i < 3; i++) value /= 1e3;
  return number(value) + units[i];
}

// A bar's name above it, its value behind it, and the interval as a thin line.
const beside = {
  id: 'beside',
  afterDatasetsDraw(chart, args, {marks, unit}) {
    const {ctx, scales: {x}} = chart;
    ctx.save();
    ctx.font = '12px system-ui, sans-serif';
    chart.getDatasetMeta(0).data.forEach((bar, i) => {
      const [value, low, high] = marks[i].points[0];
      ctx.fillStyle = colour('quiet');
      ctx.fillText(marks[i].label, x.left, bar.y - 10);
      ctx.fillText(text(value, unit), x.getPixelForValue(Math.max(value, high)) + 5, bar.y + 4);
      ctx.fillStyle = colour('ink');
      ctx.fillRect(x.getPixelForValue(low), bar.y - .75, x.getPixelForValue(high) - x.getPixelForValue(low), 1.5);
    });
    ctx.restore();
  }
};

function bars({marks, unit}) {
  const longest = Math.max(...marks.map(m => Math.max(m.points[0][0], m.points[0][2])));
  const colours = marks.map(m => colour(m.style));
  return {
    type: 'bar',
    data: {labels: marks.map(m => m.label), datasets: [{data: marks.map(m => m.points[0][0]), backgroundColor: colours, barThickness: 11}]},
    options: {
      indexAxis: 'y',
      layout: {padding: {right: 76, top: 8}},
      scales: {x: {display: false, min: 0, max: longest}, y: {display: false}},
      plugins: {beside: {marks, unit}, legend: {display: false}, tooltip: {callbacks: {label: c => text(c.raw, unit)}}}
    },
    plugins: [beside]
  };
}

// 1, 2, 5, 10, 20, 50 and so on, or the tens alone where there are too many.
function ticks(scale) {
  const all = [];
  for (let ten = 10 ** Math.floor(Math.log10(scale.min)); ten <= scale.max; ten *= 10) {
    for (const n of scale.max / scale.min < 1e3 ? [1, 2, 5] : [1]) all.push({value: n * ten});
  }
  scale.ticks = all.filter(t => t.value >= scale.min * .999 && t.value <= scale.max * 1.001);
}

// 0 is the least, 1 is 90 %, 2 is 99 %.
const decade = percentile => -Math.log10(1 - percentile / 100);

function lines({kind, marks, unit, axis}) {
  const curves = kind === 'percentiles';
  const points = marks.flatMap(m => m.points);
  const most = Math.ceil(Math.max(1, ...points.filter(p => p[0] < 100).map(p => decade(p[0]))) - .01) + .15;
  const at = x => curves ? Math.min(most, decade(x)) : x; // the greatest of all stands at the right edge
  const grid = {color: colour('rule')}, label = {color: colour('quiet'), maxRotation: 0};
  const labelled = curves ? [50, 90, 99, 99.9, 99.99, 99.999].filter(p => decade(p) <= most) : [...new Set(points.map(p => p[0]))];
  return {
    type: 'line',
    data: {datasets: marks.map(m => ({
      label: m.label, data: m.points.map(([x, y]) => ({x: at(x), y: Math.max(1, y), of: x})), borderColor: colour(m.style),
      borderDash: DASHES[m.style] || [], borderWidth: 2, pointRadius: curves ? 0 : 2, pointHitRadius: 8, pointBackgroundColor: colour(m.style)
    }))},
    options: {
      interaction: {mode: 'nearest', intersect: false},
      scales: {
        x: {type: curves ? 'linear' : 'logarithmic', grid, title: {display: true, text: axis, color: colour('quiet')}, max: curves ? most : undefined,
          ticks: {...label, autoSkipPadding: 6, callback: (v, i) => curves ? labelled[i] + '%' : number(labelled[i])},
          afterBuildTicks: scale => { scale.ticks = labelled.map(x => ({value: at(x)})); }},
        y: {type: 'logarithmic', grid, ticks: {...label, callback: v => text(v, unit)}, afterBuildTicks: ticks}
      },
      plugins: {
        legend: {position: 'bottom', labels: {color: colour('ink'), usePointStyle: true, pointStyle: 'line', pointStyleWidth: 28}},
        tooltip: {callbacks: {
          title: items => items.length ? number(items[0].raw.of) + (curves ? '%' : ' ' + axis) : '',
          label: c => c.dataset.label + ': ' + text(c.raw.y, unit)
        }}
      }
    }
  };
}

function draw(chart, place) {
  const figure = place.appendChild(document.createElement('figure'));
  figure.appendChild(document.createElement('figcaption')).textContent = chart.caption;
  const box = figure.appendChild(document.createElement('div'));
  const legend = chart.kind === 'bars' ? 0 : 22 * Math.ceil(chart.marks.length / 2);
  box.style.height = (chart.kind === 'bars' ? 12 + 34 * chart.marks.length : 260 + legend) + 'px';
  box.style.position = 'relative';
  const canvas = box.appendChild(document.createElement('canvas'));
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', chart.caption);
  const config = chart.kind === 'bars' ? bars(chart) : lines(chart);
  Object.assign(config.options, {animation: false, responsive: true, maintainAspectRatio: false});
  return new Chart(canvas, config);
}

let drawn = [];
function drawAll() {
  const place = document.getElementById('charts');
  drawn.forEach(chart => chart.destroy());
  place.replaceChildren();
  drawn = JSON.parse(document.getElementById('data').textContent).map(chart => draw(chart, place));
}
drawAll();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
