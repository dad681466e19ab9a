import type { FinishedStep } from '../console/steps';

/** The result of a deployment. */
export interface Outcome {
  readonly environment: string;
  readonly version: string;
  /** The name of the image: `<repository>@sha256:…` */
  readonly image: string;
  /** The public address; undefined or empty if there is none, or if it was not looked up. */
  readonly address?: string | undefined;
  /** The path of the file with the software bill of materials (SBOM) of the image. */
  readonly sbom?: string | undefined;
  readonly steps: readonly FinishedStep[];
  /** The URLs of the pages of the runs in Terraform Cloud, the oldest first. */
  readonly runs: readonly string[];
}

/** An image that was pushed to the registry, even if its deployment has failed. */
export type PushedImage = Pick<Outcome, 'version' | 'image' | 'sbom'>;

/** A command that deploys an image, and the result that it reports. */
export interface Deploying {
  run(): Promise<void>;
  /** Set after an image was pushed. */
  readonly pushed?: PushedImage | undefined;
  /** Set after an image was deployed, or if it already ran. */
  readonly outcome: Outcome | undefined;
}
