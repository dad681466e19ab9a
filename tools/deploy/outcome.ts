import type { FinishedStep } from '../console/steps';

/** The result of a deployment. */
export interface Outcome {
  readonly environment: string;
  readonly version: string;
  /** The name of the image: `<repository>@sha256:…` */
  readonly image: string;
  /** The public address of the app; undefined or empty if there is none, or if it was not looked up. */
  readonly address?: string | undefined;
  /** The path of the file that contains the image's software bill of materials (SBOM). */
  readonly sbom?: string | undefined;
  readonly steps: readonly FinishedStep[];
  /** The URLs of the runs in Terraform Cloud, oldest first. */
  readonly runs: readonly string[];
}

/** An image that was pushed to the registry, even if its deployment has failed. */
export type PushedImage = Pick<Outcome, 'version' | 'image' | 'sbom'>;

/** A command that deploys an image, and the result that it reports. */
export interface Deploying {
  run(): Promise<void>;
  /** The pushed image; undefined if no image has been pushed. */
  readonly pushed?: PushedImage | undefined;
  /** The result; undefined unless the image was deployed or was already running. */
  readonly outcome: Outcome | undefined;
}
