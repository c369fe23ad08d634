document.body.append(live);
