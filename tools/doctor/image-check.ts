import { findEngine } from '../image/container-engine';
import { NeedsEngine } from '../image/dockerfile/needs-engine';
import { parsePlatform } from '../image/manifest';
import { planAssembly } from '../image/plan-assembly';
import type { RegistryLogin } from '../preflight/registry-login';
import type { SynthesizedEnvironment } from '../shared/environment';

/**
 * Checks that the image can be built on this machine. If no container engine is needed, also checks that the base image
 * can be pulled.
 * @param login the login to the environment's registry, which may also contain the base image
 */
export async function checkImage(
  environment: SynthesizedEnvironment,
  login: RegistryLogin | undefined,
  stop: AbortSignal,
): Promise<string> {
  const { NODE_IMAGE } = process.env;
  const platform = parsePlatform(environment.platform);
  const assembly = await planAssembly(process.cwd(), NODE_IMAGE ? { NODE_IMAGE } : {}, { platform, login, stop });
  if (!(assembly instanceof NeedsEngine)) return `assembled from ${assembly.name}, without a container engine`;
  const engine = await findEngine(stop);
  if (engine) return `built with ${engine.name}. ${assembly.reason}`;
  throw new Error(
    `${assembly.reason} None of docker, podman and buildah works on this machine. Install or start one of them.`,
  );
}
