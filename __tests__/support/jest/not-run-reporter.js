/**
 * Lists, at the end of a run, the tests that did not run because a program is missing. This file is JavaScript, because Jest does not
 * transform reporters.
 */
module.exports = class NotRunReporter {
  onRunComplete(_contexts, results) {
    const missing = results.testResults.flatMap((file) =>
      file.testResults.filter((test) => test.status === 'pending' && test.title.startsWith('NOT RUN')),
    );
    if (missing.length === 0) return;
    const lines = missing.map((test) => `  ${test.ancestorTitles.join(' > ')}\n    ${test.title}`);
    process.stderr.write(`\n*** SOME TESTS DID NOT RUN (with CI=true, they fail) ***\n${lines.join('\n')}\n\n`);
  }
};
