import { isObject, type Value, type Values } from '../../value';

/** What a health check may say: seconds, but for the number of retries. */
const healthCheckRanges: Record<string, readonly [lowest: number, highest: number]> = {
  interval: [5, 300],
  timeout: [2, 120],
  retries: [1, 10],
  startPeriod: [0, 300],
};

/**
 * What is wrong with the container definitions of a task. The provider decodes the JSON into the API's types, so numbers
 * in quotes, and environment variables without them, are refused.
 */
export function problemOfContainers({ container_definitions: text }: Values): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const containers: unknown = JSON.parse(text);
    if (!Array.isArray(containers)) return 'a JSON list of containers is needed.';
    return [...containers.flatMap(problemsOfContainer), ...problemsOfOrder(containers.filter(isObject))][0];
  } catch (error) {
    return `this is no JSON: ${(error as Error).message}.`;
  }
}

function problemsOfContainer(container: Value): string[] {
  if (!isObject(container)) return [`${JSON.stringify(container)} is no container.`];
  const { name, image, portMappings, environment, healthCheck } = container;
  if (typeof image !== 'string') return [`the container ${JSON.stringify(name)} has no image.`];
  return [
    ...problemsOfPorts(portMappings ?? []),
    ...problemsOfEnvironment(environment ?? []),
    ...(healthCheck === undefined || healthCheck === null ? [] : problemsOfHealthCheck(healthCheck)),
  ];
}

/** Which container waits for which: one that ends is waited for only where its end is not the task's. */
function problemsOfOrder(containers: readonly Values[]): string[] {
  const waits = containers.flatMap(({ name, dependsOn }) =>
    (Array.isArray(dependsOn) ? dependsOn.filter(isObject) : []).map((wait) => ({ name, wait })),
  );
  return waits.flatMap(({ name, wait: { containerName, condition } }) => {
    const awaited = containers.find((container) => container.name === containerName);
    if (awaited === undefined) return [`${name} depends on ${containerName}, and there is no such container.`];
    if (!conditions.includes(String(condition))) return [`${condition} is none of ${conditions.join(', ')}.`];
    return ['COMPLETE', 'SUCCESS'].includes(String(condition)) && awaited.essential !== false
      ? [`${name} waits for the end of ${containerName}, which is essential: the task would end with it.`]
      : [];
  });
}

const conditions = ['COMPLETE', 'HEALTHY', 'START', 'SUCCESS'];

function problemsOfPorts(portMappings: Value): string[] {
  if (!Array.isArray(portMappings)) return ['portMappings is a list.'];
  return portMappings
    .filter(isObject)
    .flatMap(({ containerPort, hostPort }) => [containerPort, hostPort])
    .filter((port) => port !== undefined && typeof port !== 'number')
    .map((port) => `a port is a number, without quotes: ${JSON.stringify(port)}.`);
}

function problemsOfEnvironment(environment: Value): string[] {
  if (!Array.isArray(environment)) return ['environment is a list of objects with name and value.'];
  return environment
    .filter(
      (variable) => !isObject(variable) || typeof variable.name !== 'string' || typeof variable.value !== 'string',
    )
    .map((variable) => `a variable has a name and a value, both in quotes: ${JSON.stringify(variable)}.`);
}

function problemsOfHealthCheck(healthCheck: Value): string[] {
  if (!isObject(healthCheck)) return ['healthCheck is an object.'];
  const { command } = healthCheck;
  const isCommand = Array.isArray(command) && command.every((word) => typeof word === 'string');
  if (!isCommand || !['CMD', 'CMD-SHELL', 'NONE'].includes(String(command[0]))) {
    return [`the command of a healthCheck is a list that begins with CMD, CMD-SHELL or NONE.`];
  }
  return Object.entries(healthCheckRanges).flatMap(([name, [lowest, highest]]) => {
    const value = healthCheck[name];
    if (value === undefined || (typeof value === 'number' && value >= lowest && value <= highest)) return [];
    return [`${name} of a healthCheck is a number from ${lowest} to ${highest}: ${JSON.stringify(value)}.`];
  });
}
