const inspector = document.querySelector('veritome-inspector');
const answer = await fetch('/sample-dicom/quarter-dose/0001.dcm');
const verdict = await inspector.inspect(new File([await answer.blob()], '0001.dcm'));
// `claimed`: the file says that it is synthetic, and nothing proves it.
inspector.title = verdict.status;
