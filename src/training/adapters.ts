/**
 * Which GPUs there are to train on, as the browser names them. Software that poses as a
 * GPU is told apart: it is far slower than wasm.
 *
 * @module
 */

/** A GPU, or why there is none. */
export interface FoundDevice {
  /** Undefined where there is none. */
  readonly name: string | undefined;
  readonly software: boolean;
  /** `there is no WebGPU adapter`. */
  readonly reason: string;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** The adapter that WebGPU would take. */
export async function webgpuDevice(): Promise<FoundDevice> {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) return none('this environment has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return none('there is no WebGPU adapter');
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed';
  const software = isFallbackAdapter === true || SOFTWARE.test(name + architecture);
  return {
    name,
    software,
    reason: software ? `the only WebGPU adapter is software (${name})` : 'a WebGPU adapter is there',
  };
}

/** The renderer that WebGL would take in this thread. */
export function webglDevice(): FoundDevice {
  if (typeof OffscreenCanvas === 'undefined') return none('this environment has no WebGL');
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return none('there is no WebGL 2');
  const details = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  // Half precision would lose small gradients.
  const floats = gl.getExtension('EXT_color_buffer_float') !== null;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  if (!floats) return none('WebGL cannot compute in 32 bits');
  const software = SOFTWARE.test(name);
  return {
    name,
    software,
    reason: software
      ? `the only WebGL renderer is software (${shortened(name)})`
      : 'a WebGL renderer is there',
  };
}

function none(reason: string): FoundDevice {
  return { name: undefined, software: false, reason };
}

/** `ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device …))` is enough said by one word. */
function shortened(name: string): string {
  return SOFTWARE.exec(name)?.[0] ?? name;
}
