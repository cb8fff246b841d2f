id=cf07e200-4983-4a99-b77b-000000000019&from=3300&to=08111272206&coding=0&charset=UTF-8&text=Kode+Anda+123456
