import { App } from 'cdktf';
import type { Environment } from './environment';
import { EnvironmentStack } from './environment-stack';
import { previewPrefix } from './preview';

/** Returns the Terraform JSON of an environment. */
export type DocumentOf = (environment: Environment) => object;

/**
 * Returns the Terraform JSON of an environment that is not synthesized itself. For all previews, each name contains the pattern of
 * `everyPreview`.
 * @param outdir the output folder of the current synth; nothing is written
 */
export function environmentDocument(environment: Environment, outdir: string): object {
  const { name } = environment;
  if (!name.includes('*')) return documentOf(environment, outdir);
  // cdktf accepts no pattern as the name of a stack. A name of the same length is shortened at the same places.
  const sample = `${previewPrefix}0`;
  const text = JSON.stringify(documentOf(withName(environment, sample), outdir));
  return JSON.parse(text.replaceAll(sample, name));
}

function documentOf(environment: Environment, outdir: string): object {
  return new EnvironmentStack(new App({ outdir, stackTraces: false }), environment).toTerraform();
}

/** Returns the environment with another name, also in its domain. */
function withName(environment: Environment, name: string): Environment {
  const { ingress } = environment;
  const renamed = { ...environment, name };
  if (ingress.kind !== 'load-balanced' || ingress.domain === undefined) return renamed;
  const domain = { ...ingress.domain, name: ingress.domain.name.replace(environment.name, name) };
  return { ...renamed, ingress: { ...ingress, domain } } as Environment;
}
