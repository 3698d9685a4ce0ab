// Sends one file and says how it went. A line that is silent for a minute is taken for a broken one.

const SILENCE = 60000;

export function send(address, data, onProgress) {
  const request = new XMLHttpRequest();
  let timer = 0;
  let isSilent = false;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { isSilent = true; request.abort(); }, SILENCE);
  };
  const done = new Promise((resolve) => {
    const end = (outcome) => { clearTimeout(timer); resolve(outcome); };
    request.upload.addEventListener("progress", (event) => {
      listen();
      onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    });
    request.addEventListener("load", () => end(read(request)));
    request.addEventListener("error", () => end({ kind: navigator.onLine ? "unreachable" : "offline" }));
    request.addEventListener("abort", () => end({ kind: isSilent ? "unreachable" : "stopped" }));
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) request.setRequestHeader("X-CSRFToken", token.value);
    listen();
    request.send(data);
  });
  return { done, stop: () => request.abort() };
}

function read(request) {
  const answer = json(request);
  if (request.status === 200 && answer.id !== undefined) return { kind: "kept", file: answer };
  if (request.status === 401) return { kind: "expired", login: answer.login || "/login/" };
  if (request.status === 403 && answer.token) return { kind: "token", token: answer.token };
  if (Array.isArray(answer.errors) && answer.errors.length) return { kind: "refused", text: answer.errors.join("") };
  if (request.status === 413) return { kind: "refused", text: "文件太大，服务器没有收下。" };
  return { kind: [403, 404].includes(request.status) ? "forbidden" : "failed" };
}

function json(request) {
  try {
    return JSON.parse(request.responseText) || {};
  } catch (error) {
    return {};
  }
}
