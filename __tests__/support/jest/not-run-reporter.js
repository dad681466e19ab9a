/**
 * Says at the end of a run, where nobody overlooks it, which tests did not run for want of a program (requirement.ts).
 * JavaScript, because jest loads reporters without transforming them.
 */
module.exports = class NotRunReporter {
  onRunComplete(_contexts, results) {
    const missing = results.testResults.flatMap((file) =>
      file.testResults.filter((test) => test.status === 'pending' && test.title.startsWith('NOT RUN')),
    );
    if (missing.length === 0) return;
    const lines = missing.map((test) => `  ${test.ancestorTitles.join(' > ')}\n    ${test.title}`);
    process.stderr.write(`\n*** SOME TESTS DID NOT RUN (with CI=true this is a failure) ***\n${lines.join('\n')}\n\n`);
  }
};
