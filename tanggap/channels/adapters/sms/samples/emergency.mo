id=cf07e200-4983-4a99-b77b-000000000004&from=%2B6281298765432&to=08111272206&coding=0&charset=UTF-8&text=tolong+ada+kebakaran+di+gang+sebelah+pasar
