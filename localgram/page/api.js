// The people's side of the server.

async function answered(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

export async function get(path) {
  return answered(await fetch(`/api/${path}`));
}

export async function post(path, order) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(`/api/${path}`, { method: "POST", headers, body: JSON.stringify(order) }));
}

export async function upload(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return answered(await fetch("/api/upload", { method: "POST", body: form }));
}

export const fileAddress = (fileId) => `/api/file/${encodeURIComponent(fileId)}`;
