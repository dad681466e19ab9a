/** A reference to content in a registry: its media type, its digest and its size. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** The size in bytes. */
  readonly size: number;
}

/** The manifest of an image for one platform. */
export interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An index: it lists the manifests of one image for several platforms. */
export interface ManifestIndex {
  readonly manifests: readonly (Descriptor & { readonly platform?: Platform })[];
}

/** An operating system and a processor architecture, with the names that Docker and OCI use. */
export interface Platform {
  readonly os: string;
  /** The processor architecture, such as `amd64` or `arm64`. */
  readonly architecture: string;
  /** The variant of the architecture, such as `v8` for arm64. */
  readonly variant?: string;
}

/** Parses the name of a platform. @param text the operating system and the architecture, such as `linux/arm64` */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = ''] = text.split('/');
  return { os, architecture };
}

/** The configuration of an image: how to run the image, its platform and its layers. */
export interface ImageConfig extends Platform {
  readonly created?: string;
  readonly config?: RunConfig;
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] };
  readonly history?: readonly object[];
}

/** How to run an image. The properties have the same names as in the image's JSON. */
export interface RunConfig {
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Healthcheck?: HealthCheck;
  /** Instructions that run when another image is built on top of this image. */
  readonly OnBuild?: readonly string[] | null;
}

/** A health check. Its times are in nanoseconds. */
export interface HealthCheck {
  /** The command: `['CMD', …]`, `['CMD-SHELL', command]` or `['NONE']`. */
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** The media types of the two image formats, Docker's and OCI's. An image does not mix the formats. */
export const mediaTypes = {
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
} as const;
