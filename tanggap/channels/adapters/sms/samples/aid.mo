id=cf07e200-4983-4a99-b77b-000000000010&from=%2B6281298765432&to=08111272206&coding=0&charset=UTF-8&text=bantuan+sosial+belum+cair+untuk+warga+RT+04
