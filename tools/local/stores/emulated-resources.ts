import type { SynthesizedStack } from '../../shared/synthesized-stack';
import type { Variables } from '../task';
import { step } from '../timed-step';
import { type EmulatorRequest, emulatedTypes } from './emulator';

/** Returns a line for each queue with its local URL, so that the user can send and receive messages with other programs. */
export function queueLines(values: Variables): readonly string[] {
  const queues = Object.entries(values).filter(([, value]) => /^http:.*\/\d{12}\//.test(value));
  return queues.map(([variable, value]) => `${variable}=${value}`);
}

/** Matches a value that is a single reference to an attribute of a resource. */
const attributeReference = /^\$\{(aws_\w+)\.(\w+)\.(\w+)\}$/;

export interface AppResourcesProps {
  readonly stack: SynthesizedStack;
  readonly region: string;
  /** The values of the variables, as in the task definition. */
  readonly references: Variables;
  /** Opens the emulator. This function is called only if a variable refers to such a resource. */
  readonly openEmulator: () => Promise<{ readonly port: number }>;
}

/**
 * Creates, on this machine, the queues, topics and buckets to which the app's variables refer.
 * @returns the local values of these variables, and the variables from which the AWS SDK reads the endpoints
 */
export async function prepareAppResources(props: AppResourcesProps): Promise<Variables> {
  const { stack, region, references, openEmulator } = props;
  const prepared = new Map<string, EmulatorRequest>();
  const values: Record<string, string> = {};
  for (const [variable, value] of Object.entries(references)) {
    const [, type = '', id, attribute = ''] = attributeReference.exec(value) ?? [];
    const emulated = emulatedTypes[type];
    const address = `${type}.${id}`;
    const block = stack.resources(type).find((resource) => resource.address === address)?.block;
    const name = stack.resolveIfKnown(block?.bucket ?? block?.name);
    if (emulated === undefined || name === undefined) continue;
    const prepare = async () => {
      const request = { port: (await openEmulator()).port, region, name };
      await emulated.create(request);
      return request;
    };
    const request = prepared.get(address) ?? (await step(`Prepare the ${emulated.kind} ${name}`, prepare));
    prepared.set(address, request);
    const local = emulated.attributes(request)[attribute];
    if (local === undefined) continue;
    values[variable] = local;
    values[emulated.endpoint] = `http://127.0.0.1:${request.port}`;
  }
  return values;
}
