import type { FinishedStep } from '../console/steps';

/** The result of a deployment. */
export interface Outcome {
  readonly environment: string;
  readonly version: string;
  /** `<repository>@sha256:…` */
  readonly image: string;
  /** Undefined if there is none, or if it was not looked up. */
  readonly address?: string | undefined;
  /** The file with the list of the image's contents (SBOM). */
  readonly sbom?: string | undefined;
  readonly steps: readonly FinishedStep[];
  /** The addresses of the pages of the runs in Terraform Cloud, the oldest first. */
  readonly runs: readonly string[];
}

/** An image that is in the registry, whether its deployment succeeds or not. */
export type PushedImage = Pick<Outcome, 'version' | 'image' | 'sbom'>;

/** A command that deploys. */
export interface Deploying {
  run(): Promise<void>;
  /** Set if an image was pushed. */
  readonly pushed?: PushedImage | undefined;
  /** Set if an image was deployed, or already runs. */
  readonly outcome: Outcome | undefined;
}
