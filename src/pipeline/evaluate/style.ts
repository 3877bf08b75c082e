/**
 * Style of the evaluation's page: the reading-room tokens of the elements.
 *
 * @module
 */
export const style = `
:root { color-scheme: dark; --background: #0b0d10; --panel: #13171c; --line: #232a32; --text: #d8dee6; --quiet: #8b96a3; --focus: #6cb2ff; --generated: #ffb020; }
body { margin: 0 auto; max-width: 1320px; padding: 24px; background: var(--background); color: var(--text); font: 13px/16px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; line-height: 24px; } h2 { font-size: 15px; margin: 28px 0 8px; }
.quiet { color: var(--quiet); } .note { border-left: 2px solid var(--focus); padding-left: 8px; }
.scroll { overflow-x: auto; } code { background: var(--panel); padding: 1px 4px; border-radius: 4px; }
table { border-collapse: collapse; background: var(--panel); border-radius: 6px; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
thead th { color: var(--quiet); font-weight: 400; white-space: normal; vertical-align: bottom; } tbody th { text-align: left; font-weight: 400; }
.plots { display: flex; flex-wrap: wrap; gap: 16px; margin-top: 28px; } .plot { margin: 0; width: 420px; background: var(--panel); border-radius: 6px; padding: 8px; }
svg text { fill: var(--quiet); font-size: 11px; } svg .title { fill: var(--text); font-size: 13px; }
svg .grid { stroke: var(--line); } svg .axis { stroke: var(--quiet); } svg polyline { fill: none; stroke: currentColor; stroke-width: 1.6; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 4px 0 0; padding: 0; }
.legend li::before { content: ''; display: inline-block; width: 14px; height: 2px; margin-right: 6px; vertical-align: middle; background: currentColor; }
.reference { color: #d8dee6; } .input { color: #8b96a3; } .gaussian { color: #7a6ff0; } .totalVariation { color: #c678dd; } .nonLocalMeans { color: #4cc38a; } .bm3d { color: #6cb2ff; }
.fidelity, .texture { color: var(--generated); } polyline.texture { stroke-dasharray: 5 3; } .legend .texture::before { height: 0; border-top: 2px dashed; background: none; }
.pictures { display: flex; gap: 8px; overflow-x: auto; padding-bottom: 8px; } .pictures figure { margin: 0; } .pictures img { display: block; height: 300px; width: auto; } figcaption { color: var(--quiet); padding-top: 4px; }
`;
