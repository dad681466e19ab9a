import path from 'node:path';
import { port as defaultPort } from '../../contract';
import { type OwnContainer, ownContainer } from './own-container';
import { type StateKind, stateKind } from './state-kind';
import { synthesize } from './synthesize';
import type { SynthesizedStack } from './synthesized-stack';
import { UnknownEnvironment } from './user-error';

/** The settings of an environment, read from the synthesized JSON of its stack. */
export interface SynthesizedEnvironment {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** The AWS accounts that Terraform may change; an empty list allows any account. */
  readonly accounts: readonly string[];
  /** The folder of the stack, in which terraform runs. */
  readonly folder: string;
  readonly state: StateKind;
  /** The platform of the image: `linux/arm64` or `linux/amd64`. */
  readonly platform: string;
  /** The expiry date of a preview, such as `2026-12-31`; undefined for other environments. */
  readonly expires: string | undefined;
  readonly clusterName: string;
  readonly serviceName: string;
  /** The names of the containers of a task. */
  readonly containers: readonly string[];
  /** The port on which the app listens. */
  readonly port: number;
  /** Whether ECS runs a health check in the container of the app. */
  readonly hasHealthCheck: boolean;
  /** The container that the user provides; undefined for the shipped app. */
  readonly ownContainer: OwnContainer | undefined;
  readonly logGroupName: string;
  /** The name of the ECR repository for the images of the app. */
  readonly repositoryName: string;
  /** The name of the SSM parameter that contains the last image that became healthy. */
  readonly imageParameterName: string;
  readonly stack: SynthesizedStack;
}

/** The folder into which `npm run synth` writes. Users run terraform in its subfolders. */
export const outdir = 'cdktf.out';

interface StackDocument {
  readonly provider?: {
    readonly aws?: readonly {
      readonly region?: string;
      readonly allowed_account_ids?: readonly string[];
      readonly default_tags?: readonly { readonly tags: Readonly<Record<string, string>> }[];
    }[];
  };
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/**
 * Synthesizes an environment, and reads the settings that commands need.
 * @param warn receives the warnings of the synthesis
 * @throws UnknownEnvironment if there is no such environment, or if it has no app
 * @throws UserError if the environment's file is invalid
 */
export async function loadEnvironment(
  name: string,
  stop: AbortSignal,
  warn?: (warnings: string) => void,
): Promise<SynthesizedEnvironment> {
  return describeEnvironment(name, await synthesize(name, outdir, stop, { isolated: false, warn }));
}

/**
 * Reads the settings that commands need from the synthesized JSON of an environment.
 * @throws UnknownEnvironment if the stack contains no app, such as the bootstrap
 */
export function describeEnvironment(name: string, stack: SynthesizedStack): SynthesizedEnvironment {
  const document = stack.document as StackDocument;
  const [service] = stack.resources('aws_ecs_service');
  if (!service)
    throw new UnknownEnvironment(
      `"${name}" has no ECS service to deploy. Name an environment that runs the app, such as dev.`,
    );
  const [provider] = document.provider?.aws ?? [];
  const tags = provider?.default_tags?.[0]?.tags ?? {};
  const named = (type: string) => stack.resolve(String(stack.resources(type)[0]?.block.name ?? ''));
  const parameter = stack
    .resources('aws_ssm_parameter')
    .find(({ block }) => String(block.name).endsWith('/deployed/image'));
  // The first container in the task definition is the container of the app.
  const containers = containersOf(stack);
  return {
    name,
    project: tags.Project ?? '',
    region: provider?.region ?? '',
    accounts: provider?.allowed_account_ids ?? [],
    folder: path.join(outdir, 'stacks', name),
    state: stateKind(stack),
    platform: String(document.output?.image_platform?.value ?? ''),
    expires: tags.Expires,
    clusterName: named('aws_ecs_cluster'),
    serviceName: stack.resolve(String(service.block.name)),
    containers: containers.map(({ name }) => name),
    port: containers[0]?.portMappings?.[0]?.containerPort ?? defaultPort,
    hasHealthCheck: containers[0]?.healthCheck !== undefined,
    ownContainer: ownContainer(stack),
    logGroupName: String(
      stack.resources('aws_cloudwatch_log_group').find(({ block }) => String(block.name).startsWith('/ecs/'))?.block
        .name ?? '',
    ),
    repositoryName: named('aws_ecr_repository'),
    imageParameterName: String(parameter?.block.name ?? ''),
    stack,
  };
}

interface Container {
  readonly name: string;
  readonly portMappings?: readonly { readonly containerPort: number }[];
  readonly healthCheck?: object;
}

function containersOf(stack: SynthesizedStack): readonly Container[] {
  const [definition] = stack.resources('aws_ecs_task_definition');
  return JSON.parse(String(definition?.block.container_definitions ?? '[]'));
}
