/**
 * Makes Node.js ignore the source maps of all packages that are loaded from now on. The source maps of cdktf and its provider are larger
 * than the code itself. Reading these maps takes a tenth of the time of a synth, and they help only with errors inside a package.
 */
export function ignorePackageSourceMaps(): void {
  const load = require.extensions['.js'];
  require.extensions['.js'] = (module, file) => withoutSourceMaps(() => load?.(module, file));
}

/** Runs `work` with source maps turned off: for the modules that `work` loads, and for the stack traces that it reads. */
export function withoutSourceMaps(work: () => void): void {
  const { sourceMapsEnabled } = process;
  process.setSourceMapsEnabled(false);
  try {
    work();
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled);
  }
}
