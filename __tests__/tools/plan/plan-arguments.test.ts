import { createPlanCommand, parsePlanArguments } from '../../../tools/plan/plan-arguments';
import { sampleImage } from '../../../tools/plan/sample-image';

const image = `app@sha256:${'ab'.repeat(32)}`;

/** Parses a command line. @throws Error with the printed text, instead of ending the process */
function parse(words: readonly string[], variables?: NodeJS.ProcessEnv) {
  let printed = '';
  const command = createPlanCommand()
    .exitOverride(() => {
      throw new Error(printed);
    })
    .configureOutput({ writeErr: (text) => (printed += text) });
  return parsePlanArguments(command, words, variables);
}

describe('parsePlanArguments', () => {
  it('reads the environment and the arguments for terraform', () => {
    expect(parse(['dev', '-refresh=false', '-var', 'container_image=none'])).toEqual({
      environment: 'dev',
      offline: false,
      full: false,
      json: false,
      wait: false,
      terraformArguments: ['-refresh=false', '-var', 'container_image=none'],
    });
  });

  it.each([
    [['dev', '--offline'], sampleImage],
    [['--offline', 'dev', '--image', image], image],
  ])('reads the arguments of an offline plan from %j', (words, expected) => {
    expect(parse(words)).toEqual({ environment: 'dev', offline: true, image: expected, full: false, json: false });
  });

  it.each([[['dev', '--offlin']], [['--offlin', 'dev']]])('rejects the misspelt option in %j', (words) => {
    expect(() => parse(words)).toThrow("unknown option '--offlin'\n(Did you mean --offline?)");
  });

  it('says to put -- before an option that npm has consumed', () => {
    expect(() => parse(['dev'], { npm_config_offline: 'true' })).toThrow(
      'Put -- before the options: npm run plan dev -- --offline\n',
    );
  });

  it('rejects arguments without an environment, and the error contains an example', () => {
    expect(() => parse([])).toThrow('For example: npm run plan dev\n');
  });

  it('rejects --image without --offline', () => {
    expect(() => parse(['dev', '--image', image])).toThrow('--image needs --offline');
  });

  it("rejects --full together with --json, and rejects terraform's option -json", () => {
    expect(() => parse(['dev', '--full', '--json'])).toThrow(
      '--json prints only JSON, so it cannot be combined with --full. Remove one of the two.',
    );
    expect(() => parse(['dev', '-json'])).toThrow('two dashes instead: --json');
  });

  it('rejects arguments for terraform with --offline', () => {
    expect(() => parse(['dev', '--offline', '-refresh=false'])).toThrow('Remove: -refresh=false');
  });
});
