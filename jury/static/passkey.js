// Makes or uses a passkey: <form data-passkey="/options" hidden> with an input named "credential".
// Without a browser that knows passkeys the form stays hidden and the code is the way in.
"use strict";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) continue;
  form.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.dataset.passkey, { credentials: "same-origin" });
    if (!answer.ok) return;
    const options = await answer.json();
    const make = "user" in options;
    const publicKey = make
      ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
      : PublicKeyCredential.parseRequestOptionsFromJSON(options);
    try {
      const credential = make
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch {
      form.querySelector("[data-refused]").hidden = false;
      return;
    }
    form.submit();
  });
}
