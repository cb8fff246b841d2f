id=cf07e200-4983-4a99-b77b-000000000020&from=%2B628111272206&to=08111272206&coding=0&charset=UTF-8&text=Laporan+diterima
